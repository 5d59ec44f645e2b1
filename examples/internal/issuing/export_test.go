package issuing

const LookAt = lookAt
