import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import { DataType, type StatusCode, StatusCodes, Variant, VariantArrayType } from 'node-opcua-client';
import { OPCUAServer } from 'node-opcua-server';

/** An OPC UA server of the library with a few variables in a namespace of its own; `Total` is −5 and `Labels` two texts. */
export interface OpcuaServer {
  readonly port: number;
  readonly endpoint: string;
  readonly namespace: string;
  readonly folder: string;
  /** Sets a variable; `at` is the source's time, epoch ms. */
  set(name: string, value: number | null, status?: StatusCode, at?: number): void;
  sessions(): number;
  close(): Promise<void>;
}

const NAMESPACE = 'http://example.org/tanks';
const PASSWORD = 'open sesame';

/** @param before namespaces registered before the server's own, which move its index */
export async function openOpcuaServer(port: number, before: readonly string[] = []): Promise<OpcuaServer> {
  const folder = mkdtempSync(join(tmpdir(), 'anlan-opcua-'));
  const server = new OPCUAServer({
    port,
    hostname: '127.0.0.1',
    resourcePath: '/plant',
    serverCertificateManager: new OPCUACertificateManager({
      rootFolder: folder,
      automaticallyAcceptUnknownCertificate: true,
    }),
    allowAnonymous: true,
    userManager: { isValidUser: (name: string, password: string) => name === 'reader' && password === PASSWORD },
    buildInfo: { productName: 'Plant' },
  });
  await server.initialize();
  const space = server.engine.addressSpace!;
  for (const uri of before) space.registerNamespace(uri);
  const own = space.registerNamespace(NAMESPACE);
  const variables = new Map<string, ReturnType<typeof own.addVariable>>();
  for (const name of ['Level', 'Pressure', 'Running', 'Label']) {
    const dataType = name === 'Running' ? DataType.Boolean : name === 'Label' ? DataType.String : DataType.Double;
    const variable = own.addVariable({
      organizedBy: space.rootFolder.objects,
      browseName: name,
      nodeId: `s=${name}`,
      dataType,
    });
    variable.setValueFromSource({ dataType, value: name === 'Label' ? 'V-101' : name === 'Running' ? true : 1 });
    variables.set(name, variable);
  }
  const whole = own.addVariable({
    organizedBy: space.rootFolder.objects,
    browseName: 'Total',
    nodeId: 's=Total',
    dataType: DataType.Int64,
  });
  whole.setValueFromSource({
    dataType: DataType.Int64,
    arrayType: VariantArrayType.Scalar,
    value: [0xffff_ffff, 0xffff_fffb],
  });
  const labels = own.addVariable({
    organizedBy: space.rootFolder.objects,
    browseName: 'Labels',
    nodeId: 's=Labels',
    dataType: DataType.String,
    valueRank: 1,
  });
  labels.setValueFromSource({
    dataType: DataType.String,
    arrayType: VariantArrayType.Array,
    value: ['V-101', 'V-102'],
  });
  await server.start();
  return {
    port,
    endpoint: `opc.tcp://127.0.0.1:${port}/plant`,
    namespace: NAMESPACE,
    folder,
    set(name, value, status = StatusCodes.Good, at = Date.now()) {
      const variant = new Variant(value === null ? { dataType: DataType.Null } : { dataType: DataType.Double, value });
      variables.get(name)!.setValueFromSource(variant, status, new Date(at));
    },
    sessions: () => server.engine.currentSessionCount,
    async close() {
      await server.shutdown(0);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
