"""How a function is declared, called and refused."""
