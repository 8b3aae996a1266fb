"""What meetings add to the register: so far nothing but rules that are ready to be used."""
