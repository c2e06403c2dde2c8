// planted: @nx/enforce-module-boundaries(onlyTagsConstraintViolation)
import '@ferrule/ipam-domain';
// planted: @nx/enforce-module-boundaries(onlyTagsConstraintViolation)
import '@ferrule/messaging';
