void ccs_none(void);
