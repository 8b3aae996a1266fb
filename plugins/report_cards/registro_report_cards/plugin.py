"""What report cards add to the register: so far nothing but rules that are ready to be used."""
