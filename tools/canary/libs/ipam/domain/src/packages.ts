// planted: ferrule/pure-domain-imports
import 'node:crypto';
// planted: ferrule/pure-domain-imports
import 'fs';
// planted: ferrule/pure-domain-imports
import '@nestjs/common';
// planted: ferrule/pure-domain-imports
import 'pg';
// planted: ferrule/pure-domain-imports
import 'typeorm';
// planted: ferrule/pure-domain-imports
import '@nats-io/transport-node';
// planted: ferrule/pure-domain-imports
import 'rxjs';

// planted: ferrule/pure-domain-syntax
export const later = import('@ferrule/kernel');
