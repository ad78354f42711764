"""The only code that imports vendor SDKs; one folder per port."""
