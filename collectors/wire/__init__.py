"""HTTP over one recorded socket: what is sent and received, kept byte for byte."""
