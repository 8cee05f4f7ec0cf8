"""What runs under Wine: the add-in's VBA, xlwings' DLL and its COM server, against a stand-in for Excel."""
