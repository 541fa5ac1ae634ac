"""The visible side: views are trees made by pure functions, and the browser only draws them."""
