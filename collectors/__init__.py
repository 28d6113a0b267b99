"""The outside world as captures: one module for each kind of source, none of which sees a case."""
