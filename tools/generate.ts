import { writeGenerated } from './check/generated.ts';

await writeGenerated();
