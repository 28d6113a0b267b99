"""What leaves a case: one frozen document model, one module for each output format."""
