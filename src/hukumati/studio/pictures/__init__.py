"""Pictures of a service: its flow as a drawing, and the same in words."""
