// planted: @nx/enforce-module-boundaries(onlyTagsConstraintViolation)
import '@ferrule/event-store';
// planted: @nx/enforce-module-boundaries(onlyTagsConstraintViolation)
import '@ferrule/testing';
// planted: @nx/enforce-module-boundaries(onlyTagsConstraintViolation)
import '@ferrule/provisioning-domain';
// planted: @nx/enforce-module-boundaries(noRelativeOrAbsoluteImportsAcrossLibraries)
import '../../../../../../libs/kernel/src/index.ts';
// What a domain may see: nothing is planted here, so nothing may be reported.
import '@ferrule/kernel';
import '@ferrule/ipam-contracts';
import '@ferrule/provisioning-contracts';
