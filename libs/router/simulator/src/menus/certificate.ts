import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { each, sameName } from './arguments.ts';
import { computed, states, statesWhenTrue } from './properties.ts';
import { wordsOf } from './word-lists.ts';

export const certificateMenus = [
  menu('/certificate', {
    kind: 'list',
    noComment: true,
    noDisable: true,
    args: {
      ...each(
        t.string({ unset: false }),
        wordsOf('name common-name country locality organization state unit'),
      ),
      'days-valid': t.int([1, 365_000], { default: '365' }),
      'digest-algorithm': t.enum(['md5', 'sha1', 'sha256', 'sha384', 'sha512'], {
        default: 'sha256',
      }),
      'key-size': t.enum(wordsOf('prime256v1 secp384r1 secp521r1 1024 1536 2048 4096 8192'), {
        default: '2048',
      }),
      'key-usage': t.flags(
        wordsOf(`
          digital-signature content-commitment key-encipherment data-encipherment key-agreement
          key-cert-sign crl-sign encipher-only decipher-only tls-server tls-client code-sign
          email-protect timestamp ocsp-sign dvcs
        `),
        {
          default:
            'digital-signature,key-encipherment,data-encipherment,key-cert-sign,crl-sign,tls-server,tls-client',
        },
      ),
      'subject-alt-name': t.list(t.pattern(/^(?:DNS|IP|email):.+$/u), { unset: false }),
      'trust-store': t.words(
        ['all'],
        t.flags(
          wordsOf(`
          ipsec wpa-eap capsman fetch sstp ovpn mqtt email netwatch radius container userman lora
          openflow tr069 dot1x dns www api reverse-proxy
        `),
        ),
        { unset: false, since: '7.22' },
      ),
      trusted: t.bool({ default: 'false' }),
    },
    readOnly: {
      ...computed(`
          ca-crl-host ca scep-url fingerprint req-fingerprint ca-fingerprint expires-after
          challenge-password domain-names directory-url acme-status status issuer key-type
          invalid-before invalid-after serial-number akid skid revoked
        `),
      ...states('expired dynamic'),
      ...statesWhenTrue('private-key crl smart-card-key authority issued acme-managed'),
    },
    unique: [sameName],
    effects: ['certificate'],
    actions: {
      sign: {
        onRow: true,
        args: {
          ca: t.ref('/certificate'),
          'ca-crl-host': t.string(),
          'ca-on-smart-card': t.bool(),
          name: t.string(),
        },
      },
      import: {
        args: {
          'file-name': t.string(),
          name: t.string(),
          'no-key-export': t.bool(),
          passphrase: t.string(),
          trusted: t.bool(),
        },
      },
      'export-certificate': {
        onRow: true,
        args: {
          'export-passphrase': t.string(),
          'file-name': t.string(),
          type: t.enum(['pem', 'pkcs12']),
        },
      },
      'issued-revoke': { onRow: true, args: {} },
    },
  }),
  menu('/certificate/settings', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      'builtin-trust-store': t.words(
        ['default', 'all', 'untrusted'],
        t.flags(
          wordsOf(`
          ipsec wpa-eap capsman fetch sstp ovpn mqtt email netwatch radius container userman lora
          openflow tr069 dot1x dns www api reverse-proxy
        `),
        ),
        { since: '7.22' },
      ),
      'crl-download': t.bool({ default: 'false' }),
      'crl-store': t.enum(['system', 'ram'], { default: 'ram' }),
      'crl-use': t.bool({ default: 'false' }),
      'current-defaults': t.flags(
        wordsOf(`
          ipsec wpa-eap capsman fetch sstp ovpn mqtt email netwatch radius container userman lora
          openflow tr069 dot1x dns www api reverse-proxy
        `),
        { since: '7.22' },
      ),
      'builtin-trust-anchors': t.enum(['not-trusted', 'trusted'], {
        default: 'not-trusted',
        since: '7.19',
        until: '7.22',
      }),
    },
  }),
  menu('/certificate/crl', {
    kind: 'list',
    noComment: true,
    noDisable: true,
    args: {
      url: t.string({ mandatory: true }),
    },
    readOnly: {
      ...computed(`
          cert trust-store num revoked next-update last-update akid fingerprint signature
        `),
      ...states('expired dynamic invalid'),
    },
  }),
];
