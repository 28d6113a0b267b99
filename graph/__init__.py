"""Link analysis with networkx, and the exports of link graphs."""
