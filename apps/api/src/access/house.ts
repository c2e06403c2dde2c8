/** What concerns everybody belongs to no tenant: keys, and who was refused. */
export const HOUSE = 'ferrule';
