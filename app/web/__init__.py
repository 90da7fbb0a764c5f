"""What the explorer's server gives to programs: SPARQL at `/sparql`, and each record at an address of its own."""
