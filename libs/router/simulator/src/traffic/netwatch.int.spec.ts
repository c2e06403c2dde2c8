import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpecRouter } from '../menus/spec-router.ts';

let now: number;
let router: SpecRouter;

const watched = async (seconds = 0) => {
  now += seconds * 1000;
  await router.simulator.router.runDueScripts();
  return router.row('/tool/netwatch');
};

beforeEach(async () => {
  now = Date.parse('2026-11-20T12:00:00Z');
  router = await SpecRouter.start({ clock: () => new Date(now) });
  await router.given('/ip/address/add address=192.0.2.1/24 interface=ether1');
});

afterEach(() => router.stop());

const run = (...words: readonly string[]) => router.simulator.router.run(words);

const neighbour = '/ip/arp/add address=192.0.2.9 interface=ether1 mac-address=02:00:00:00:00:09';

const notes = async () => (await router.row('/system/note'))['note'];

describe('netwatch', () => {
  it('says up or down, since when, and runs the script of each change', async () => {
    await run('/system/script/add', '=name=saydown', '=source=/system note set note=down');
    await run(
      ...['/tool/netwatch/add', '=host=192.0.2.9', '=down-script=saydown'],
      '=up-script=/system note set note=up',
    );
    expect(await router.row('/tool/netwatch')).toMatchObject({ status: 'unknown' });
    expect(await watched()).toMatchObject({
      status: 'down',
      since: '2026-11-20 12:00:00',
      'done-tests': '1',
      'failed-tests': '1',
    });
    expect(await notes()).toBe('down');
    await router.given(neighbour);
    expect(await watched(9)).toMatchObject({ status: 'down', 'done-tests': '1' });
    expect(await watched(1)).toMatchObject({ status: 'up', since: '2026-11-20 12:00:10' });
    expect(await notes()).toBe('up');
    expect(await watched(10)).toMatchObject({ since: '2026-11-20 12:00:10', 'done-tests': '3' });
  });

  it('leaves the first script out where it is told to', async () => {
    await run(
      ...['/tool/netwatch/add', '=host=192.0.2.9', '=ignore-initial-down=yes'],
      '=down-script=/system note set note=down',
    );
    expect(await watched()).toMatchObject({ status: 'down' });
    expect(await notes()).toBe('');
  });

  it('does not know what is disabled, or what nobody can say', async () => {
    await router.given('/tool/netwatch/add host=192.0.2.1', '/tool/netwatch/disable numbers=*1');
    expect(await watched()).toMatchObject({ status: 'unknown' });
    await router.given('/tool/netwatch/enable numbers=*1');
    expect(await watched()).toMatchObject({ status: 'up' });
    await router.given('/tool/netwatch/set numbers=*1 disabled=yes');
    expect(await watched()).toMatchObject({ status: 'unknown' });
    await router.given('/tool/netwatch/set numbers=*1 disabled=no type=http-get');
    expect(await watched()).toMatchObject({ status: 'unknown' });
  });
});
