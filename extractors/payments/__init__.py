"""Payments: the codes that people pay by, EMVCo's and Vietnam's, and the banks they name."""
