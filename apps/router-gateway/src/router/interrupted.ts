/** The work is somebody else's from here on; its command comes again, here or elsewhere. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
