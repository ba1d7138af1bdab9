#include "CCellSupport.h"
void ccs_none(void) {}
