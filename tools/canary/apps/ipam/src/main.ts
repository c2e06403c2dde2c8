// planted: ferrule/telemetry-first
import '@ferrule/messaging';
import '@ferrule/telemetry';
