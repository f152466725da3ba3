-- Whether an account pays for other lines too is asked at each final bill.
create index line_account on line (account_id);
