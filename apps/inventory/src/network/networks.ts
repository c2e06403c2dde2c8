import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

export interface Sighting {
  readonly networkId: string;
  /** Where provisioning said so; not every event repeats it. */
  readonly router: string | null;
  readonly lives: boolean;
  /** The event's place among provisioning's: they may come in another order. */
  readonly sequence: number;
}

/** Which networks live on which router, as provisioning tells. */
@Injectable()
export class Networks {
  constructor(private readonly dataSource: DataSource) {}

  async see({ networkId, router, lives, sequence }: Sighting): Promise<void> {
    await this.dataSource.query(
      `insert into network as n (id, router, lives, sequence) values ($1, $2, $3, $4)
       on conflict (id) do update set
         router = coalesce(excluded.router, n.router),
         lives = case when excluded.sequence > n.sequence then excluded.lives else n.lives end,
         sequence = greatest(excluded.sequence, n.sequence)`,
      [networkId, router, lives, sequence],
    );
  }

  async livingOn(router: string): Promise<readonly string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      'select id from network where router = $1 and lives order by id',
      [router],
    );
    return rows.map(({ id }) => id);
  }
}
