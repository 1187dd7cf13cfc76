/**
 * @param {{ graphql: string, predictions: string, data: string } & import('../demo-service/parts.mjs').Backing} addresses
 */
export function instructions({ graphql, predictions, postgres, s3, storage, data }) {
  const { accessKeyId, secretAccessKey } = s3.credentials;
  return `
GraphQL     ${graphql}/graphql   (documentation: ${graphql})
Function    ${predictions}
PostgreSQL  ${postgres.url}
S3          ${s3.endpoint}, storage ${storage}
            AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey} AWS_REGION=${s3.region}

Teach it by both strategies and promote the better model (to NAME@prod):
  npm run demo:service -- --url ${graphql} --data ${data}

Ask the function, which serves every model with the alias "prod" from that storage:
  curl --data-binary @photo.jpg -H 'content-type: image/jpeg' '${predictions}/?model=NAME@prod'

Ask the service:
  curl ${graphql}/graphql -H 'content-type: application/json' \\
    -d '{ "query": "{ models { edges { node { ref aliases } } } }" }'

Ctrl-C stops all of it, and removes what it kept.`;
}
