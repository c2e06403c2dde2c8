// planted: @nx/enforce-module-boundaries(onlyTagsConstraintViolation)
import '@ferrule/ipam-contracts';
// planted: @nx/enforce-module-boundaries(onlyTagsConstraintViolation)
import '@ferrule/ipam-domain';
// planted: @nx/enforce-module-boundaries(onlyTagsConstraintViolation)
import '@ferrule/testing';
// planted: @nx/enforce-module-boundaries(noTransitiveDependencies)
import 'picocolors';
import '@ferrule/event-store';
