"""Install, uninstall, defaults and demo data."""
