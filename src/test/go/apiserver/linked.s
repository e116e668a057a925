// Empty: lets families.go declare what the linker finds elsewhere.
