"""An entry put into another section; its old addresses lead to the new one."""
