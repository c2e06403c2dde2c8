// planted: @nx/enforce-module-boundaries(onlyTagsConstraintViolation)
import '@ferrule/provisioning-domain';
// planted: @nx/enforce-module-boundaries(onlyTagsConstraintViolation)
import '@ferrule/testing';
import '@ferrule/ipam-domain';
import '@ferrule/provisioning-contracts';
import '@ferrule/messaging';
