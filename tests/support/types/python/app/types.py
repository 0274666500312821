# What migrate.ini of the case "settings" imports.
Email = str
