import type {
  JobAccepted,
  ResolvedRemoval,
  ResolvedRequest,
} from '@ferrule/provisioning-contracts';

/** What lists and views say that a job is about. */
export interface About {
  readonly networkId: string | null;
  readonly clientId: string | null;
  /** Several are joined by commas. */
  readonly datacenter: string;
  readonly request: ResolvedRequest | null;
  readonly removal: ResolvedRemoval | null;
  readonly parentJobId: string | null;
}

const NOTHING = {
  networkId: null,
  clientId: null,
  request: null,
  removal: null,
  parentJobId: null,
};

export const aboutOf = ({ type, data }: JobAccepted): About => {
  switch (type) {
    case 'NetworkProvisionAccepted': {
      const { networkId, request, parentJobId = null } = data;
      const { clientId, datacenter } = request;
      return { ...NOTHING, networkId, clientId, datacenter, request, parentJobId };
    }
    case 'NetworkDeprovisionAccepted': {
      const { networkId, request: removal } = data;
      const { clientId, datacenter } = data.network;
      return { ...NOTHING, networkId, clientId, datacenter, removal };
    }
    case 'DatacenterPrepareAccepted':
      return { ...NOTHING, datacenter: data.datacenter };
    case 'NetworkBatchAccepted': {
      const datacenters = data.networks.map(({ request }) => request.datacenter);
      return { ...NOTHING, datacenter: [...new Set(datacenters)].join(',') };
    }
  }
};
