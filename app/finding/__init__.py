"""Finding things: by typing, by browsing with filters, and by what people come with."""
