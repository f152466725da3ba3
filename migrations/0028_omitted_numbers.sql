-- Numbers that a list leaves out, because its recipient takes none of that form.
alter table number_feed add column omitted int;
