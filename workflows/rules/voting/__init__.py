"""How votes are counted, and why a finding was found."""
