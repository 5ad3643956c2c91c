"""One inert picture and the measures of its type. Knows shapes and letters; no scene, time or pygame."""
