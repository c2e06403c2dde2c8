// @ts-expect-error -- an app exports nothing, so the compiler refuses it as well
// planted: @nx/enforce-module-boundaries(noTransitiveDependencies)
import '@ferrule/api';
