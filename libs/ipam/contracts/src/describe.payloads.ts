import { IsId, IsLongId } from './id-rule.ts';
import { WordingPayload } from './labels.payloads.ts';

export class DescribeNetworkPayload extends WordingPayload {
  @IsId()
  networkId!: string;
}

export class DescribePrefixPayload extends WordingPayload {
  @IsLongId()
  prefixId!: string;
}

export class DescribePoolPayload extends WordingPayload {
  @IsId()
  poolId!: string;
}
