"""Hand-written code about single gateways: what the descriptor language cannot say."""
