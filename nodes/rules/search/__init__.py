"""Evidence for values whose source nobody stated: where in the dialogue they may come from."""
