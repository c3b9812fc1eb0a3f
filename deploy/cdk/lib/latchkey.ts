import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CfnStack, Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { parameters } from './parameters';
import type { LatchkeySettings } from './settings';

const ASSETS = join(__dirname, '../../assets');

/** What can be set of a Latchkey; see docs/settings.md. What is left out has the default of the template. */
export interface LatchkeyProps extends LatchkeySettings {}

/**
 * Latchkey as a nested stack: the template that `sam deploy` deploys, with its API, functions and tables.
 *
 * Tags of this construct reach all that is in it; other aspects do not, since CloudFormation makes the resources.
 */
export class Latchkey extends Construct {
  /** The API's address, without a slash at its end; the endpoints are below `/api/auth/`. */
  readonly url: string;
  /** Latchkey's own API, known by its id: methods cannot be added to it. */
  readonly api: apigateway.IRestApi;
  /** The users. It stays when the stack goes. */
  readonly usersTable: dynamodb.ITable;
  /** The sessions, and what else expires. It stays when the stack goes. */
  readonly tokensTable: dynamodb.ITable;
  /** The function that checks tokens, by its alias. */
  readonly authorizer: lambda.IFunction;

  private readonly stack: CfnStack;
  private readonly hasDomain: boolean;
  private readonly scheme: string;

  /** @throws Error if a setting has a value that the template does not take */
  constructor(scope: Construct, id: string, props: LatchkeyProps = {}) {
    super(scope, id);
    const template = new Asset(this, 'Template', { path: join(ASSETS, 'template.json') });
    this.stack = new CfnStack(this, 'Stack', {
      templateUrl: template.httpUrl,
      parameters: { ...parameters(props), ...this.jars() },
    });
    template.addResourceMetadata(this.stack, 'TemplateURL');
    this.hasDomain = Boolean(props.domainName);
    this.scheme = props.authHeaderPrefix ?? 'Token';

    this.url = this.output('ApiUrl');
    this.api = apigateway.RestApi.fromRestApiId(this, 'Api', this.output('ApiId'));
    const encryptionKey = props.keyArn ? Key.fromKeyArn(this, 'Key', props.keyArn) : undefined;
    this.usersTable = this.table('UsersTable', encryptionKey);
    this.tokensTable = this.table('TokensTable', encryptionKey);
    this.authorizer = lambda.Function.fromFunctionAttributes(this, 'Authorizer', {
      functionArn: this.output('AuthorizerArn'),
      // So that APIs get the permission to call it.
      sameEnvironment: true,
    });
  }

  /**
   * What a DNS record of yours for `domainName` points at, unless `hostedZoneId` has Route 53 do it.
   *
   * @throws Error if there is no `domainName`
   */
  get domainTarget(): string {
    if (!this.hasDomain) {
      throw new Error('domainTarget: there is no domainName');
    }
    return this.output('DomainTarget');
  }

  /**
   * Returns an authorizer for the methods of a REST API of yours. Each request is checked, so that a logout holds at once. The API's own
   * answers become Latchkey's: a refused token is 401 and not 403, and 503 is what there is to say while the tables cannot be reached.
   */
  restAuthorizer(api: apigateway.RestApi): apigateway.IAuthorizer {
    const unauthorized = { 'WWW-Authenticate': `'${this.scheme}'` };
    const unavailable = { 'Retry-After': "'1'" };
    const { UNAUTHORIZED, ACCESS_DENIED, AUTHORIZER_CONFIGURATION_ERROR, AUTHORIZER_FAILURE } = apigateway.ResponseType;
    this.answer(api, 'Unauthorized', UNAUTHORIZED, '401', unauthorized, 'Authentication credentials were not provided.');
    this.answer(api, 'AccessDenied', ACCESS_DENIED, '401', unauthorized, '$context.authorizer.detail');
    for (const type of [AUTHORIZER_CONFIGURATION_ERROR, AUTHORIZER_FAILURE]) {
      this.answer(api, type.responseType, type, '503', unavailable, 'Service temporarily unavailable, try again later.');
    }
    return new apigateway.RequestAuthorizer(api, 'Latchkey', {
      handler: this.authorizer,
      identitySources: [apigateway.IdentitySource.header('Authorization')],
      resultsCacheTtl: Duration.seconds(0),
    });
  }

  /** Returns an authorizer for the routes of an HTTP API of yours; each API needs one. Each request is checked, so that a logout holds at once. */
  httpAuthorizer(): IHttpRouteAuthorizer {
    return new HttpLambdaAuthorizer('Latchkey', this.authorizer, {
      identitySource: ['$request.header.Authorization'],
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      resultsCacheTtl: Duration.seconds(0),
    });
  }

  private jars(): Record<string, string> {
    const values: Record<string, string> = {};
    for (const file of readdirSync(ASSETS).filter(name => name.endsWith('.jar'))) {
      const name = basename(file, '.jar');
      const jar = new Asset(this, file, { path: join(ASSETS, file) });
      values['JarsBucket'] = jar.s3BucketName;
      values[`${name[0]!.toUpperCase()}${name.slice(1)}Jar`] = jar.s3ObjectKey;
    }
    return values;
  }

  private output(name: string): string {
    return this.stack.getAtt(`Outputs.${name}`).toString();
  }

  private table(name: string, encryptionKey?: ReturnType<typeof Key.fromKeyArn>): dynamodb.ITable {
    return dynamodb.Table.fromTableAttributes(this, name, { tableName: this.output(`${name}Name`), encryptionKey });
  }

  private answer(api: apigateway.RestApi, id: string, type: apigateway.ResponseType, statusCode: string, responseHeaders: Record<string, string>, detail: string): void {
    api.addGatewayResponse(id, { type, statusCode, responseHeaders, templates: { 'application/json': JSON.stringify({ detail }) } });
  }
}
