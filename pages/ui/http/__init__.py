"""Our own addresses beside Streamlit's, and what guards them."""
