// What is typed and becomes a link by itself.

/** `install.sh` and `setup.py` end as names of domains do, and are none. */
export const isAddress = (typed) => /^(https?:\/\/|mailto:|www\.)/i.test(typed) || /^[^\s@]+@[^\s@]+$/.test(typed);
