"""A refresh that is killed, starved of room or overtaken: the workbook is always the old one or a complete new one."""
