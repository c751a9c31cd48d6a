"""The studio's room: service folders in the making, kept in the database until a second person publishes them."""
