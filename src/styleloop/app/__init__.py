"""The application: settings, plug-ins, the order of the loop, durable jobs."""
