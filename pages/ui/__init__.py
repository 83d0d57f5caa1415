"""What the pages share: the shell, the state in the address, components, our own routes."""
