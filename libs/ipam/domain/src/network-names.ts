/** The stream of the names of a network; of all of them when none is named. */
export const namesStream = (networkId?: string): string =>
  networkId === undefined ? 'names' : `names-${networkId}`;
