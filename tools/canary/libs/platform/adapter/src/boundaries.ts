// planted: @nx/enforce-module-boundaries(onlyTagsConstraintViolation)
import '@ferrule/ipam-contracts';
// planted: @nx/enforce-module-boundaries(onlyTagsConstraintViolation)
import '@ferrule/provisioning-domain';
// planted: @nx/enforce-module-boundaries(onlyTagsConstraintViolation)
import '@ferrule/testing';
import '@ferrule/ipam-domain';
