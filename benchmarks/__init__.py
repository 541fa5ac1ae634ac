"""What the kit costs, beside what others would cost: `make bench`. No part of the tests."""
