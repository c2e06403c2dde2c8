// planted: @nx/enforce-module-boundaries(onlyTagsConstraintViolation)
import '@ferrule/telemetry';
