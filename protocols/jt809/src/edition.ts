/** The edition of JT/T 809 a peer speaks: frames of 2019 carry their UTC send time in the header. */
export type Edition = 2011 | 2019;
